import { Button, Group, NativeSelect, Paper, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SiteJson } from '../../../src/sites/sites-routes.ts'
import { Failure } from '../page/failure.tsx'
import { QueryView } from '../page/query-view.tsx'
import { useService } from '../service/service-context.ts'
import { useCurrentSite } from '../sites/current-site.ts'
import { useSites } from '../sites/use-sites.ts'
import type { StepProps } from './step.ts'
import { texts } from './texts.ts'

export function SiteStep({ onDone }: StepProps) {
  const current = useCurrentSite()
  return (
    <QueryView query={useSites()}>
      {(sites) => {
        const site = sites.find((one) => one.site === current)
        return site && <SiteForm key={site.site} site={site} onDone={onDone} />
      }}
    </QueryView>
  )
}

function SiteForm({ site, onDone }: StepProps & { site: SiteJson }) {
  const [name, setName] = useState(site.name)
  const [timeZone, setTimeZone] = useState(site.timeZone)
  const [digits, setDigits] = useState(site.meter.digits === null ? '' : String(site.meter.digits))
  const save = useSave(site.site, onDone)
  const isBad = digits.trim() !== '' && !/^([1-9]|1[0-2])$/.test(digits.trim())
  return (
    <Paper withBorder p={{ base: 'md', sm: 'xl' }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const wholeDigits = digits.trim() === '' ? null : Number(digits)
          if (!isBad) save.mutate({ name: name.trim() || site.site, timeZone, meter: { digits: wholeDigits } })
        }}
      >
        <Stack gap="md">
          <TextInput
            label={texts.site.name}
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label={texts.site.timeZone}
            value={timeZone}
            data={zonesWith(timeZone)}
            onChange={(event) => setTimeZone(event.currentTarget.value)}
          />
          <TextInput
            label={texts.site.digits}
            description={texts.site.digitsHint}
            value={digits}
            inputMode="numeric"
            error={isBad && texts.site.badDigits}
            onChange={(event) => setDigits(event.currentTarget.value)}
          />
          {save.isError && <Failure error={save.error} />}
          <Group justify="space-between">
            <Button variant="default" onClick={() => onDone()}>
              {texts.later}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {texts.next}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  )
}

function useSave(site: string, onDone: StepProps['onDone']) {
  const service = useService()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (update: object) => service.patch(`/sites/${site}`, update),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['sites'] })
      onDone()
    },
    meta: { isErrorShown: true },
  })
}

function zonesWith(zone: string): string[] {
  return [...new Set([zone, ...Intl.supportedValuesOf('timeZone')])].sort((one, other) => one.localeCompare(other))
}
