import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { counterText } from '../locale/numbers.ts'
import { Section } from '../page/section.tsx'
import type { Choice, OpenedFile } from '../table-file/file-table.ts'
import { ColumnChoice } from './column-choice.tsx'
import { FormatChoice } from './format-choice.tsx'
import { OriginChoice } from './origin-choice.tsx'
import { texts } from './texts.ts'
import { list, type WayChoice } from './use-way.ts'

export interface SettingsProps {
  file: OpenedFile
  site: string
  choice: WayChoice
  onReadAgain(choice: Choice): void
}

/** What the file was taken for, and the way to say otherwise; folded away where all was recognised. */
export function ReadingSettings(props: SettingsProps) {
  const { file, choice } = props
  const [isUnfolded, setIsUnfolded] = useState(false)
  const isOpen = isUnfolded || !choice.way
  const isList = choice.origin === list
  const fold = choice.way && (
    <Button variant="default" aria-expanded={isOpen} onClick={() => setIsUnfolded(!isUnfolded)}>
      {isOpen ? texts.fold : texts.change}
    </Button>
  )
  return (
    <Section title={texts.reading} actions={fold}>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {[file.name, texts.rows(counterText(file.rowCount)), ...(isList ? formats(file, choice) : [])].join(' · ')}
      </Text>
      {isOpen && (
        <Stack gap="md" mt="md">
          <OriginChoice choice={choice} />
          {isList && <FormatChoice {...props} />}
          {isList && <ColumnChoice {...props} />}
        </Stack>
      )}
    </Section>
  )
}

function formats({ separator }: OpenedFile, { reading: { dateFormat, decimalSign } }: WayChoice): string[] {
  return [
    ...(separator === undefined ? [] : [texts.separators[separator as keyof typeof texts.separators]]),
    texts.dateFormats[dateFormat],
    texts.decimalSigns[decimalSign],
  ]
}
