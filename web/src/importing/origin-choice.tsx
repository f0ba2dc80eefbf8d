import { NativeSelect, Text, Textarea } from '@mantine/core'
import { texts } from './texts.ts'
import { list, ownMap, type WayChoice } from './use-way.ts'

/** A list of readings, the export of a known system, or something that the person describes. */
export function OriginChoice({ choice: { presets, origin, setOrigin, mapText, setMapText } }: { choice: WayChoice }) {
  const preset = presets.find(({ name }) => name === origin)
  return (
    <>
      <NativeSelect
        label={texts.origin}
        value={origin}
        maw={520}
        data={[
          { value: list, label: texts.list },
          ...presets.map(({ name, title }) => ({ value: name, label: title })),
          { value: ownMap, label: texts.ownMap },
        ]}
        onChange={(event) => setOrigin(event.currentTarget.value)}
      />
      {preset && (
        <Text size="sm" c="dimmed" lang="en">
          {[preset.export, ...preset.notes].join('. ')}
        </Text>
      )}
      {origin === ownMap && (
        <Textarea
          label={texts.mapLabel}
          description={texts.mapHint}
          value={mapText}
          rows={8}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          onChange={(event) => setMapText(event.currentTarget.value)}
        />
      )}
      {origin !== list && <Text size="sm">{texts.mapWhole}</Text>}
    </>
  )
}
