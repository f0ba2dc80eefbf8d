import type { Connector, ConnectorContext, ConnectorType, Job, RehearsalStep } from '../connector.ts'
import { lookUpError } from './pvoutput-answers.ts'
import { createPvoutputClient } from './pvoutput-client.ts'
import { checkPvoutput, type PvoutputDefinition } from './pvoutput-definition.ts'
import { outputEnergy, outputService } from './pvoutput-output.ts'
import type { PvoutputParts } from './pvoutput-parts.ts'
import { statusEnergy, statusService } from './pvoutput-status.ts'

/**
 * Hands readings to PVOutput as its API specification says (https://pvoutput.org/help/api_specification.html, compared
 * with its text of 11 July 2026). PVOutput keeps one status for each status interval and one output for each day, and what
 * comes later takes the place of what was there. So the same reading may be sent again without harm: its time is the key
 * that makes a repeat idempotent.
 */
export const pvoutputConnector: ConnectorType = {
  type: 'pvoutput',
  check: checkPvoutput,
  placeOf: (definition) => {
    const { url, systemId, kind } = definition as unknown as PvoutputDefinition
    return `${url}#${systemId}-${kind}`
  },
  written: async (definition, { placement, ledger }) => {
    const isStatus = (definition as unknown as PvoutputDefinition).kind === 'status'
    const wattHours = isStatus ? statusEnergy(placement) : await outputEnergy(ledger)
    return [{ as: isStatus ? 'Wh, lifetime' : 'Wh of the day', text: String(wattHours) }]
  },
  open: (definition, context) => openPvoutput(definition as unknown as PvoutputDefinition, context),
}

function openPvoutput(definition: PvoutputDefinition, context: ConnectorContext): Connector {
  const parts: PvoutputParts = { context, client: createPvoutputClient(definition, context) }
  const { fill, ...service } = definition.kind === 'status' ? statusService(parts) : outputService(parts)
  return {
    ...service,
    canLookUp: true,
    canRepeat: true,
    poll: async () => ({ kind: 'unknown', detail: 'PVOutput answers at once and is never asked later.' }),
    rehearse: async (job) => {
      const filled = await fill(job)
      const steps = [rehearsed('fill', filled.isPossible, filled.detail)]
      if (filled.isPossible) steps.push(await rehearseSigningIn(parts, job))
      return steps
    },
  }
}

// A key that may only read signs in as well: that shows at the first status, and as a matter of a person.
async function rehearseSigningIn(parts: PvoutputParts, { placement }: Job): Promise<RehearsalStep> {
  const result = await parts.client.get('getsystem.jsp', {})
  if (result.kind !== 'answer') return rehearsed('authorize', false, result.detail)
  if (result.answer.status === 200) return rehearsed('authorize', true, 'PVOutput knows the key and the system.')
  return rehearsed('authorize', false, lookUpError(parts, result.answer, placement).detail)
}

function rehearsed(step: string, ok: boolean, detail: string): RehearsalStep {
  return { step, ok, detail }
}
