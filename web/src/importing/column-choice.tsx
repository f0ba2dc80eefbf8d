import { NativeSelect, SimpleGrid, Title } from '@mantine/core'
import { type Field, fields } from '../table-file/columns.ts'
import type { SettingsProps } from './reading-settings.tsx'
import { texts } from './texts.ts'

const longestSample = 24

/** Which column holds what. */
export function ColumnChoice({ file, choice: { reading, setReading } }: SettingsProps) {
  const choose = (field: Field, text: string): void => {
    const place = text === '' ? null : Number(text)
    const dateFormat = field === 'timestamp' && place !== null ? file.columns[place]?.dateFormat : undefined
    setReading({
      ...reading,
      columns: { ...reading.columns, [field]: place },
      ...(dateFormat && { dateFormat }),
    })
  }
  const data = [
    { value: '', label: texts.noColumn },
    ...file.columns.map(({ name, sample }, place) => ({
      value: String(place),
      label: `${name || texts.column(place + 1)}${sample === '' ? '' : `: ${sample.slice(0, longestSample)}`}`,
    })),
  ]
  return (
    <div>
      <Title order={3} size="h6" mb="xs">
        {texts.columns}
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        {fields.map((field) => (
          <NativeSelect
            key={field}
            label={texts.fields[field]}
            value={reading.columns[field] ?? ''}
            data={data}
            onChange={(event) => choose(field, event.currentTarget.value)}
          />
        ))}
      </SimpleGrid>
    </div>
  )
}
