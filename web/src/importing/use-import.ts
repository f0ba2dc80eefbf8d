import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { BulkResult } from '../../../src/readings/bulk/bulk.ts'
import { isTransient } from '../service/api-error.ts'
import type { Service } from '../service/service.ts'
import { useService } from '../service/service-context.ts'
import { emptyResult, joined } from './bulk-result.ts'
import { type Consignment, sendRows } from './way.ts'

const rowsPerRequest = 2000
const waitsMilliseconds = [1000, 4000, 15_000]

interface Shipment extends Consignment {
  rowCount: number
}

/**
 * Records a file, part by part, so that what is done is seen and kept. A part whose answer was lost is sent again; what
 * was recorded of it then counts as there already.
 */
export function useImport() {
  const service = useService()
  const [done, setDone] = useState<BulkResult>(emptyResult)
  const stopping = useRef(new AbortController())
  const run = useMutation({
    mutationFn: async (shipment: Shipment) => {
      stopping.current = new AbortController()
      let result = done
      while (result.received < shipment.rowCount) {
        result = joined(result, await sendPart(service, shipment, result.received, stopping.current.signal))
        setDone(result)
        if (shipment.way.kind === 'map') break
      }
    },
    meta: { isErrorShown: true },
  })
  return {
    /** What the service has answered so far. */
    done,
    isRunning: run.isPending,
    isDone: run.isSuccess,
    error: run.error !== null && !stopping.current.signal.aborted ? run.error : undefined,
    isStopped: run.isError && stopping.current.signal.aborted,
    /** Starts, or goes on after a failure or a stop. */
    start: run.mutate,
    stop: () => stopping.current.abort(),
    reset: () => {
      run.reset()
      setDone(emptyResult)
    },
  }
}

async function sendPart(service: Service, shipment: Shipment, from: number, signal: AbortSignal): Promise<BulkResult> {
  for (const wait of waitsMilliseconds)
    try {
      return await sendRows(service, shipment, { from, to: from + rowsPerRequest, isDryRun: false, signal })
    } catch (error) {
      if (!isTransient(error)) throw error
      await pause(wait, signal)
    }
  return sendRows(service, shipment, { from, to: from + rowsPerRequest, isDryRun: false, signal })
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    })
  })
}

export type Import = ReturnType<typeof useImport>
