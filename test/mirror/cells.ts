import { type Field, headerNames } from '../../src/sheets/cells/sheet-layout.ts'
import type { FakeRow } from '../fakes/google/model.ts'
import { columnNamed } from '../fakes/google/people.ts'
import { rawValue } from '../fakes/google/ranges.ts'
import type { Stage } from './scene.ts'
import { meaningOf } from './typed-text.ts'

export function columnOf(stage: Stage, named: Field): number {
  return columnNamed(stage.tab(), headerNames[named])
}

export function idOf(stage: Stage, cells: FakeRow): unknown {
  return rawValue(cells[columnOf(stage, 'id')])
}

/** When and from where the row says it is, as `timestamp source`. */
export function placeOf(stage: Stage, cells: FakeRow): string {
  const [serial, source] = [rawValue(cells[columnOf(stage, 'timestamp')]), rawValue(cells[columnOf(stage, 'source')])]
  return `${meaningOf(stage, 'timestamp', serial as number | string)} ${source || 'sheet'}`
}
