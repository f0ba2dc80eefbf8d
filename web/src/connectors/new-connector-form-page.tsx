import { Alert, Text } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { ConnectorTemplate } from '../../../src/utility/templates/templates.ts'
import { Icon } from '../icons.tsx'
import { BackLink } from '../page/back-link.tsx'
import { Empty } from '../page/empty.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { useCurrentSite } from '../sites/current-site.ts'
import { ConnectorForm } from './connector-form.tsx'
import classes from './form.module.css'
import { type Start, startOf } from './start.ts'
import { texts } from './texts.ts'
import { useTemplates } from './use-connectors.ts'

/** The form of a connector that is not there yet, begun with a type or a known service. */
export function NewConnectorFormPage() {
  const { start } = useParams({ from: '/utility/new/$start' })
  const site = useCurrentSite()
  const templates = useTemplates()
  return (
    <QueryView query={templates}>
      {(known) => {
        const found = startOf(start, known, site)
        return found ? <NewForm key={start} start={found} /> : <Nothing />
      }}
    </QueryView>
  )
}

function NewForm({ start: { title, definition, template } }: { start: Start }) {
  const navigate = useNavigate()
  return (
    <Page title={texts.newTitle(title)} back={<BackToChoice />}>
      {template && <Notes template={template} />}
      <ConnectorForm
        initial={definition}
        {...(template && { template })}
        onSaved={(name) => navigate({ to: '/utility/connectors/$name', params: { name } })}
      />
    </Page>
  )
}

function Notes({ template: { notes, documentation, tested } }: { template: ConnectorTemplate }) {
  return (
    <Alert color="blue" maw={760} icon={<Icon name="utility" />} title={tested ? undefined : texts.untested}>
      <ul className={classes['problems']}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <Text size="sm" mt="xs">
        <a href={documentation} target="_blank" rel="noreferrer" className={classes['link']}>
          {texts.documentation}
        </a>
      </Text>
    </Alert>
  )
}

function Nothing() {
  return (
    <Page title={texts.add} back={<BackToChoice />}>
      <Empty icon="search" title={texts.unknownStart} hint={texts.choose} />
    </Page>
  )
}

function BackToChoice() {
  return <BackLink to="/utility/new">{texts.add}</BackLink>
}
