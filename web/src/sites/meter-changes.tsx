import { Button, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { MeterChangeJson } from '../../../src/readings/meter-changes/meter-changes-routes.ts'
import { Icon } from '../icons.tsx'
import { instantText } from '../locale/instants.ts'
import { counterText } from '../locale/numbers.ts'
import { Failure } from '../page/failure.tsx'
import { QueryView } from '../page/query-view.tsx'
import { Section } from '../page/section.tsx'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { outdatedByMeterChange } from './meter-change-keys.ts'
import classes from './sites.module.css'
import { texts } from './texts.ts'
import { useSiteZone } from './use-sites.ts'

const NewMeterChange = lazy(async () => ({ default: (await import('./new-meter-change.tsx')).NewMeterChange }))

/** The counters of a site that were replaced or reset. */
export function MeterChanges({ site }: { site: string }) {
  const service = useService()
  const [isAdding, { open, close }] = useDisclosure(false)
  const query = useQuery({
    queryKey: ['meter-changes', site],
    queryFn: async () =>
      (await service.get<{ meterChanges: MeterChangeJson[] }>(`/sites/${site}/meter-changes`)).meterChanges,
  })
  const addButton = (
    <Button variant="default" leftSection={<Icon name="add" size={18} />} onClick={open}>
      {texts.meterChange.add}
    </Button>
  )
  return (
    <Section title={texts.meterChange.title} actions={addButton}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" maw={720}>
          {texts.meterChange.hint}
        </Text>
        <QueryView query={query}>{(changes) => <List site={site} changes={changes.toReversed()} />}</QueryView>
      </Stack>
      <Suspense>{isAdding && <NewMeterChange site={site} onClose={close} />}</Suspense>
    </Section>
  )
}

function List({ site, changes }: { site: string; changes: readonly MeterChangeJson[] }) {
  const service = useService()
  const zone = useSiteZone(site)
  const takeBack = useChange({
    run: (id: string) => service.delete(`/sites/${site}/meter-changes/${id}`),
    done: texts.meterChange.takenBack,
    outdated: outdatedByMeterChange,
  })
  if (changes.length === 0) return <Text size="sm">{texts.meterChange.none}</Text>
  return (
    <>
      <ul className={classes['changes']}>
        {changes.map((change) => (
          <li key={change.id}>
            <Change change={change} zone={zone} />
            <Button
              variant="default"
              size="xs"
              aria-label={texts.meterChange.takeBackOf(instantText(change.timestamp, zone))}
              loading={takeBack.isPending && takeBack.variables === change.id}
              onClick={() => takeBack.mutate(change.id)}
            >
              {texts.meterChange.takeBack}
            </Button>
          </li>
        ))}
      </ul>
      {takeBack.isError && <Failure error={takeBack.error} />}
    </>
  )
}

function Change({ change, zone }: { change: MeterChangeJson; zone: string }) {
  const { counter, timestamp, finalValue, initialValue, note, recordedBy } = change
  return (
    <div>
      <Text size="sm" fw={600}>
        {texts.meterChange.counters[counter] ?? counter} ·{' '}
        {texts.meterChange.values(counterText(finalValue), counterText(initialValue))}
      </Text>
      <Text size="sm" c="dimmed">
        {instantText(timestamp, zone)}, {texts.meterChange.by(recordedBy)}
      </Text>
      {note && <Text size="sm">{note}</Text>}
    </div>
  )
}
