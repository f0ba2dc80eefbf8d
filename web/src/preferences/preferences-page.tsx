import '@mantine/core/styles/FloatingIndicator.css'
import '@mantine/core/styles/SegmentedControl.css'
import {
  Button,
  Group,
  type MantineColorScheme,
  SegmentedControl,
  Stack,
  Text,
  useMantineColorScheme,
} from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Icon } from '../icons.tsx'
import { Page } from '../page/page.tsx'
import { Section } from '../page/section.tsx'
import { useMay, usePerson, useSession } from '../service/service-context.ts'
import { chooseLanguage, type Language, language, languageNames } from '../texts/language.ts'
import { OwnPassword } from './own-password.tsx'
import { texts } from './texts.ts'

/** What a person chooses for this device, and who they are. */
export function PreferencesPage() {
  return (
    <Page title={texts.title}>
      <Stack gap="md" maw={560}>
        <AccountSection />
        <Section title={texts.language}>
          <SegmentedControl
            fullWidth
            aria-label={texts.language}
            value={language}
            onChange={(value) => chooseLanguage(value as Language)}
            data={Object.entries(languageNames).map(([value, label]) => ({ value, label }))}
          />
        </Section>
        <Colours />
        <PasswordSection />
        <SetUpSection />
      </Stack>
    </Page>
  )
}

function AccountSection() {
  const person = usePerson()
  const session = useSession()
  return (
    <Section title={texts.account}>
      <Group justify="space-between" gap="sm">
        <div>
          {person && (
            <>
              <Text style={{ overflowWrap: 'anywhere' }}>{texts.signedInAs(person.username)}</Text>
              <Text size="sm" c="dimmed">
                {texts.roles[person.role]}
              </Text>
            </>
          )}
        </div>
        <Button variant="default" leftSection={<Icon name="signOut" size={18} />} onClick={() => session.signOut()}>
          {texts.signOut}
        </Button>
      </Group>
    </Section>
  )
}

function PasswordSection() {
  const person = usePerson()
  if (!person) return null
  return (
    <Section title={texts.password}>
      <OwnPassword username={person.username} />
    </Section>
  )
}

function SetUpSection() {
  if (!useMay('admin')) return null
  return (
    <Section title={texts.setUp}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed">
          {texts.setUpHint}
        </Text>
        <Button component={Link} to="/set-up" variant="default">
          {texts.setUp}
        </Button>
      </Group>
    </Section>
  )
}

function Colours() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Section title={texts.colours}>
      <SegmentedControl
        fullWidth
        aria-label={texts.colours}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as MantineColorScheme)}
        data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: texts[value] }))}
      />
    </Section>
  )
}
