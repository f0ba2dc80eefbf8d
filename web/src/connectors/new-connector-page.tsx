import { Stack, Text, Title } from '@mantine/core'
import { BackLink } from '../page/back-link.tsx'
import { Page } from '../page/page.tsx'
import { isConnectorType } from './connector.ts'
import classes from './connectors.module.css'
import { StartCard, TypeCards } from './start-cards.tsx'
import { texts } from './texts.ts'
import { useTemplates } from './use-connectors.ts'

/** What a new connector begins with: a type, or a known service. */
export function NewConnectorPage() {
  const { data: templates = [] } = useTemplates()
  const services = templates.filter(({ name }) => !isConnectorType(name))
  return (
    <Page title={texts.add} back={<BackLink to="/utility/connectors">{texts.title}</BackLink>}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {texts.choose}
        </Title>
        <Text c="dimmed">{texts.chooseHint}</Text>
        <TypeCards />
      </Stack>
      {services.length > 0 && (
        <Stack gap="sm">
          <Title order={2} size="h4">
            {texts.templates}
          </Title>
          <Text c="dimmed">{texts.templatesHint}</Text>
          <ul className={classes['starts']}>
            {services.map(({ name, title, tested }) => (
              <StartCard key={name} start={name} icon="utility" title={title} hint={tested ? '' : texts.untested} />
            ))}
          </ul>
        </Stack>
      )}
    </Page>
  )
}
