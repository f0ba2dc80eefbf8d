import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSeal } from '../../../src/seal.ts'
import { Secret } from '../../../src/secret.ts'
import type { Browsers } from '../../../src/utility/connectors/browser/browsers.ts'
import type { ConnectorContext, ConnectorSettings, JobLedger } from '../../../src/utility/connectors/connector.ts'
import { createScrub } from '../../../src/utility/connectors/scrub.ts'

/** For connectors that need neither a browser nor mail. */
export const noSettings: ConnectorSettings = {
  dataDir: join(tmpdir(), 'meterbridge-test-without-files'),
  chromiumPath: undefined,
  smtpUrl: undefined,
}

export const noBrowsers: Browsers = {
  run: () => Promise.reject(new Error('there is no browser here')),
  sweep: async () => undefined,
  stop: async () => undefined,
}

/** What a connector under test is opened with. */
export function contextFor(
  given: Pick<ConnectorContext, 'secrets' | 'clock' | 'limits'> & Partial<ConnectorContext>,
): ConnectorContext {
  return {
    name: 'city',
    settings: noSettings,
    seal: createSeal([new Secret('a secret that only this test knows')], 'test'),
    keepEvidence: async (submission, { kind }) => ({
      kind,
      url: `/utility/submissions/${submission}/evidence/${kind}.png`,
    }),
    browsers: noBrowsers,
    scrub: createScrub(Object.values(given.secrets)),
    tokens: { current: undefined },
    ...given,
  }
}

/** For connectors that ask for nothing but the value. */
export const silentLedger: JobLedger = {
  csv: async () => '',
  energyOfDay: async () => null,
  isOvertaken: async () => false,
}
