import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { platformOf } from '../platform.ts'
import { findStorageRisk, storageRisk } from './storage-risk.ts'

const line = (point: string, kind: string): string => `36 35 98:0 / ${point} rw,noatime master:1 - ${kind} /dev/x rw\n`
const container = line('/', 'overlay') + line('/proc', 'proc') + line('/etc/hosts', 'ext4')
const machine = line('/', 'ext4') + line('/boot', 'ext4') + line('/run', 'tmpfs')

describe('a data directory that will not survive a redeploy', () => {
  test('is told where it lies inside a container, and not where a volume is mounted there or above', () => {
    assert.match(storageRisk('/data', container, undefined) ?? '', /inside the container/)
    assert.equal(storageRisk('/data', container + line('/data', 'ext4'), undefined), null)
    assert.equal(storageRisk('/mnt/disk/data', container + line('/mnt/disk', 'ext4'), undefined), null)
    assert.match(storageRisk('/database', container + line('/data', 'ext4'), undefined) ?? '', /inside/)
    assert.equal(storageRisk('/my data', container + line('/my\\040data', 'ext4'), undefined), null)
  })

  test('is told on Railway, Render and Fly.io, whatever their disk is, and not on a machine of one’s own', () => {
    const environments = { RAILWAY_PROJECT_ID: 'Railway', RENDER_SERVICE_ID: 'Render', FLY_APP_NAME: 'Fly.io' }
    for (const [name, platform] of Object.entries(environments)) {
      assert.equal(platformOf({ [name]: 'x' }), platform)
      const risk = storageRisk('/data', machine, platformOf({ [name]: 'x' })) ?? ''
      assert.ok(risk.includes(`${platform} gives the next deployment an empty disk`), risk)
      assert.equal(storageRisk('/data', machine + line('/data', 'ext4'), platformOf({ [name]: 'x' })), null)
    }
    assert.equal(storageRisk('/var/data', machine, platformOf({})), null)
  })

  test('is told where it is kept in memory', () =>
    assert.match(storageRisk('/run/data', machine, undefined) ?? '', /kept in memory/))

  test('is looked for on this machine, and no directory is no risk', async (context) => {
    const directory = mkdtempSync(join(tmpdir(), 'meterbridge-risk-'))
    context.after(() => rmSync(directory, { recursive: true }))
    const risk = await findStorageRisk({ dataDir: directory, platform: undefined })
    assert.ok(risk === null || risk.startsWith('DATA_DIR '))
    assert.equal(await findStorageRisk({ dataDir: join(directory, 'none'), platform: 'Render' }), null)
  })
})
