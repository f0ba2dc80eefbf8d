import '@mantine/core/styles/Checkbox.css'
import { Checkbox, NativeSelect, SimpleGrid } from '@mantine/core'
import { useSiteZone } from '../sites/use-sites.ts'
import { separators } from '../table-file/csv-rows.ts'
import { dateFormats } from '../table-file/date-format.ts'
import { decimalSigns } from '../table-file/decimal-sign.ts'
import type { RowReading } from '../table-file/record.ts'
import type { SettingsProps } from './reading-settings.tsx'
import { texts } from './texts.ts'

/** How the rows of a list are parted, and its numbers and dates are written. */
export function FormatChoice({ file, site, choice: { reading, setReading }, onReadAgain }: SettingsProps) {
  const zone = useSiteZone(site)
  const { separator, sheets, sheet, hasHeader } = file
  const change = (part: Partial<RowReading>): void => setReading({ ...reading, ...part })
  const parting = { sheet, ...(separator !== undefined && { separator }) }
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        {sheets.length > 1 && (
          <NativeSelect
            label={texts.sheet}
            value={sheet}
            data={sheets.map((name, index) => ({ value: String(index), label: name }))}
            onChange={(event) => onReadAgain({ sheet: Number(event.currentTarget.value) })}
          />
        )}
        {separator !== undefined && (
          <NativeSelect
            label={texts.separator}
            value={separator}
            data={separators.map((value) => ({ value, label: texts.separators[value] }))}
            onChange={(event) => onReadAgain({ separator: event.currentTarget.value })}
          />
        )}
        <NativeSelect
          label={texts.decimalSign}
          value={reading.decimalSign}
          data={decimalSigns.map((value) => ({ value, label: texts.decimalSigns[value] }))}
          onChange={(event) => change({ decimalSign: event.currentTarget.value as RowReading['decimalSign'] })}
        />
        <NativeSelect
          label={texts.dateFormat}
          description={texts.zone(zone)}
          inputWrapperOrder={['label', 'input', 'description']}
          value={reading.dateFormat}
          data={dateFormats.map((value) => ({ value, label: texts.dateFormats[value] }))}
          onChange={(event) => change({ dateFormat: event.currentTarget.value as RowReading['dateFormat'] })}
        />
      </SimpleGrid>
      <Checkbox
        label={texts.hasHeader}
        checked={hasHeader}
        onChange={(event) => onReadAgain({ ...parting, hasHeader: event.currentTarget.checked })}
      />
    </>
  )
}
