import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { prepareDataDirectory } from './data-directory.ts'

describe('the data directory', () => {
  test('is made with those above it, for its owner only, and may be there already', (context) => {
    const root = mkdtempSync(join(tmpdir(), 'meterbridge-data-'))
    context.after(() => rmSync(root, { recursive: true }))
    const path = join(root, 'new', 'data')
    prepareDataDirectory(path)
    prepareDataDirectory(path)
    assert.equal(statSync(path).mode & 0o777, 0o700)
    writeFileSync(join(path, 'file'), '')
    assert.throws(() => prepareDataDirectory(join(path, 'file')), /^SettingError: DATA_DIR cannot be made .*EEXIST/)
    assert.throws(() => prepareDataDirectory(join(path, 'file', 'data')), /^SettingError: DATA_DIR cannot be made /)
  })

  test('is refused where a file system takes none', { skip: process.platform !== 'linux' }, () => {
    assert.throws(() => prepareDataDirectory('/proc/meterbridge/data'), /^SettingError: DATA_DIR cannot be made /)
  })
})
