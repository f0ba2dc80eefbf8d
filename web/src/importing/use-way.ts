import { useDebouncedValue } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import type { OpenedFile } from '../table-file/file-table.ts'
import type { RowReading } from '../table-file/record.ts'
import { presetFor, usePresets } from './presets.ts'
import type { Way } from './way.ts'

/** What stands for a list of readings and for a map of one's own among the names of presets. */
export const list = ''
export const ownMap = '{}'

const typingMilliseconds = 600

/** How a file becomes readings: as it was recognised, until the person says otherwise. */
export function useWay(file: OpenedFile) {
  const { data: presets = [], isPending } = usePresets()
  const [chosen, setOrigin] = useState<string>()
  const [reading, setReading] = useRenewed(file.guess)
  const [mapText, setMapText] = useState('')
  const [map] = useDebouncedValue(mapText.trim(), typingMilliseconds)
  const origin = chosen ?? presetFor(file.columns, presets)?.name ?? list
  const way = useMemo<Way | undefined>(() => {
    if (isPending || file.rowCount === 0) return undefined
    if (origin === list) return isComplete(reading) ? { kind: 'columns', reading } : undefined
    if (origin !== ownMap) return { kind: 'map', map: origin }
    return map === '' ? undefined : { kind: 'map', map }
  }, [isPending, file.rowCount, origin, reading, map])
  return { presets, origin, setOrigin, reading, setReading, mapText, setMapText, way }
}

export type WayChoice = ReturnType<typeof useWay>

function isComplete({ columns: { timestamp, meterValue, inverterKwh } }: RowReading): boolean {
  return timestamp !== null && (meterValue !== null || inverterKwh !== null)
}

/** A state that begins anew when what it began with is another. */
function useRenewed<Value>(initial: Value): [Value, (value: Value) => void] {
  const [begun, setBegun] = useState(initial)
  const [value, setValue] = useState(initial)
  if (begun === initial) return [value, setValue]
  setBegun(initial)
  setValue(initial)
  return [initial, setValue]
}
