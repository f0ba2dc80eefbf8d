import { Button, NativeSelect, Paper, SimpleGrid, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Icon } from '../icons.tsx'
import { labelInZone } from '../locale/instants.ts'
import { useCurrentSite } from '../sites/current-site.ts'
import { useSiteZone } from '../sites/use-sites.ts'
import { countFilters, everything, type ReadingFilter } from './filter.ts'
import classes from './readings.module.css'
import { texts } from './texts.ts'

interface FilterBarProps {
  filter: ReadingFilter
  onChange(filter: ReadingFilter): void
}

/** Which readings are shown; on a phone it is folded away. */
export function FilterBar({ filter, onChange }: FilterBarProps) {
  const zone = useSiteZone(useCurrentSite())
  const [isOpen, { toggle }] = useDisclosure(false)
  const count = countFilters(filter)
  const change = (part: Partial<ReadingFilter>): void => onChange({ ...filter, ...part })
  return (
    <Paper withBorder p="md" component="section" aria-label={texts.filter}>
      <div className={classes['filterHead']}>
        <Button
          variant="default"
          hiddenFrom="md"
          leftSection={<Icon name="filter" size={18} />}
          aria-expanded={isOpen}
          onClick={toggle}
        >
          {count === 0 ? texts.filter : texts.filtered(count)}
        </Button>
        {count > 0 && (
          <Button variant="subtle" hiddenFrom="md" onClick={() => onChange(everything)}>
            {texts.reset}
          </Button>
        )}
      </div>
      <div className={classes['filters']} data-is-open={isOpen || undefined}>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }} spacing="sm">
          <TextInput
            type="date"
            label={labelInZone(texts.from, zone)}
            value={filter.fromDay}
            onChange={(event) => change({ fromDay: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={labelInZone(texts.to, zone)}
            value={filter.toDay}
            onChange={(event) => change({ toDay: event.currentTarget.value })}
          />
          <TextInput
            label={texts.source}
            value={filter.source}
            maxLength={64}
            onChange={(event) => change({ source: event.currentTarget.value })}
          />
          <NativeSelect
            label={texts.doubt}
            value={filter.doubtful}
            data={[
              { value: '', label: texts.any },
              { value: 'true', label: texts.doubtful },
              { value: 'false', label: texts.undoubted },
            ]}
            onChange={(event) => change({ doubtful: event.currentTarget.value as ReadingFilter['doubtful'] })}
          />
          <NativeSelect
            label={texts.sheet}
            value={filter.sheet}
            data={[
              { value: '', label: texts.any },
              { value: 'written', label: texts.written },
              { value: 'pending', label: texts.pending },
            ]}
            onChange={(event) => change({ sheet: event.currentTarget.value as ReadingFilter['sheet'] })}
          />
        </SimpleGrid>
      </div>
    </Paper>
  )
}
