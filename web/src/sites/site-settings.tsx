import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import type { SiteJson } from '../../../src/sites/sites-routes.ts'
import { counterText } from '../locale/numbers.ts'
import { Facts } from '../page/facts.tsx'
import { Failure } from '../page/failure.tsx'
import { Section } from '../page/section.tsx'
import { useMay, useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { SiteFields } from './site-fields.tsx'
import { siteRefusal } from './site-refusal.ts'
import { texts } from './texts.ts'
import { changesTo, mistakesIn, typedSite } from './typed-site.ts'

/** The settings of a site: to change for administrators, to read for others. */
export function SiteSettings({ site }: { site: SiteJson }) {
  const mayManage = useMay('admin')
  return (
    <Section title={texts.settings}>
      {mayManage ? <SettingsForm key={JSON.stringify(site)} site={site} /> : <Facts facts={factsOf(site)} />}
    </Section>
  )
}

function SettingsForm({ site }: { site: SiteJson }) {
  const service = useService()
  const before = typedSite(site)
  const [typed, setTyped] = useState(before)
  const changes = changesTo(typed, before)
  const mistakes = mistakesIn(typed)
  const save = useChange({
    run: () => service.patch(`/sites/${site.site}`, changes),
    done: texts.saved,
    outdated: ['sites', 'readings', 'readings-list', 'records', 'audit'],
  })
  const { errors, rest } = siteRefusal(save.error)
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (Object.keys(mistakes).length === 0) save.mutate()
      }}
    >
      <Stack gap="md">
        <SiteFields typed={typed} onChange={setTyped} errors={{ ...errors, ...mistakes }} />
        {rest && <Failure error={rest} />}
        <Group>
          <Button type="submit" loading={save.isPending} disabled={Object.keys(changes).length === 0}>
            {texts.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function factsOf({ timeZone, meter, inverter, expectEveryHours, sheet }: SiteJson) {
  const shown = (value: number | null, unit: (text: string) => string) => value && unit(counterText(value))
  const { fields } = texts
  return [
    [fields.timeZone, timeZone],
    [fields.digits, meter.digits],
    [fields.meterMaxPerDay, shown(meter.maxPerDay, texts.kilowattHours)],
    [fields.inverterMaxPerDay, shown(inverter.maxPerDay, texts.kilowattHours)],
    [fields.expectEveryHours, shown(expectEveryHours, texts.hours)],
    [fields.tab, sheet?.tab],
  ] as const
}
