import { Button, Stack, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { SiteJson } from '../../../src/sites/sites-routes.ts'
import { Dialog } from '../page/dialog.tsx'
import { Failure } from '../page/failure.tsx'
import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { useCurrentSite } from './current-site.ts'
import { SiteFields } from './site-fields.tsx'
import { siteRefusal } from './site-refusal.ts'
import { texts } from './texts.ts'
import { mistakesIn, settingsOf, type TypedSite } from './typed-site.ts'
import { useSiteZone } from './use-sites.ts'

/** Makes a site, and leads to its page. */
export function NewSite({ onClose }: { onClose(): void }) {
  const service = useService()
  const navigate = useNavigate()
  const [site, setSite] = useState('')
  const [typed, setTyped] = useState<TypedSite>({ ...blank, timeZone: useSiteZone(useCurrentSite()) })
  const mistakes = mistakesIn(typed)
  const add = useChange({
    run: () => {
      const { name, ...settings } = settingsOf(typed)
      return service.post<SiteJson>('/sites', { site: site.trim(), ...settings, ...(name !== '' && { name }) })
    },
    done: (made) => texts.added(made.name),
    outdated: ['sites', 'audit'],
    onDone: (made) => navigate({ to: '/sites/$site', params: { site: made.site } }),
  })
  const { errors, rest } = siteRefusal(add.error)
  return (
    <Dialog title={texts.add} size="lg" onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (Object.keys(mistakes).length === 0) add.mutate()
        }}
      >
        <Stack gap="md">
          <TextInput
            label={texts.fields.site}
            description={texts.fields.siteHint}
            value={site}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            error={errors.site}
            onChange={(event) => setSite(event.currentTarget.value)}
          />
          <SiteFields typed={typed} onChange={setTyped} errors={{ ...errors, ...mistakes }} />
          {rest && <Failure error={rest} />}
          <Button type="submit" loading={add.isPending}>
            {texts.add}
          </Button>
        </Stack>
      </form>
    </Dialog>
  )
}

const blank: Omit<TypedSite, 'timeZone'> = {
  name: '',
  digits: '',
  meterMaxPerDay: '',
  inverterMaxPerDay: '',
  expectEveryHours: '',
  hasSheet: false,
  sheetLink: '',
  tab: '',
}
