import { NativeSelect, SimpleGrid } from '@mantine/core'
import { usePlace } from './draft.ts'
import { ChoiceField, MinutesField, ReadField, TextField } from './fields.tsx'
import { FormSection, MoreSection } from './form-section.tsx'
import { PlaceholderField } from './placeholder-field.tsx'
import { texts } from './texts.ts'
import { readBody, readHeaders, readStatuses, readWords, writeBody, writeHeaders, writeList } from './typed-text.ts'

const { http } = texts
const methods = { POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', GET: 'GET' }

/** A utility that takes readings at an address. */
export function HttpForm() {
  return (
    <>
      <RequestSection />
      <SignInSection />
      <FormSection title={http.success} hint={http.successHint}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextField
            path="success/receipt"
            label={http.receipt}
            description={http.pointerHint}
            placeholder="/receipt"
          />
          <ReadField
            path="success/status"
            label={http.statuses}
            description={http.statusesHint}
            placeholder="200, 201"
            read={readStatuses}
            write={writeList}
          />
        </SimpleGrid>
      </FormSection>
      <SafetySection />
      <PendingSection />
      <MoreSection title={http.rejection} hint={http.rejectionHint} places={['rejection']}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextField path="rejection/code" label={http.rejectionCode} placeholder="/code" />
          <TextField path="rejection/detail" label={http.rejectionDetail} placeholder="/detail" />
        </SimpleGrid>
      </MoreSection>
    </>
  )
}

function RequestSection() {
  return (
    <FormSection title={http.request} hint={http.requestHint}>
      <SimpleGrid cols={{ base: 1, sm: 1 }} spacing="md">
        <ChoiceField path="request/method" label={http.method} choices={methods} fallback="POST" />
        <PlaceholderField
          path="request/url"
          label={http.url}
          placeholder="https://api.utility.example/readings"
          offers={['{{reading}}', '{{date|YYYY-MM-DD}}']}
        />
        <PlaceholderField
          path="request/body"
          label={http.body}
          description={http.bodyHint}
          rows={6}
          offers={['{{reading}}', '{{reading|decimal:,:1}}', '{{date|YYYY-MM-DD}}', '{{time|HH:mm}}', '{{submission}}']}
          read={readBody}
          write={writeBody}
        />
        <ReadField
          path="request/headers"
          label={http.headers}
          description={http.headersHint}
          rows={2}
          read={readHeaders}
          write={writeHeaders}
        />
      </SimpleGrid>
    </FormSection>
  )
}

function SignInSection() {
  const auth = usePlace('auth')
  const { value, error } = usePlace('auth/type')
  const type = typeof value === 'string' ? value : 'none'
  return (
    <FormSection title={http.auth} hint={http.authHint}>
      <NativeSelect
        label={http.authType}
        value={type}
        error={error ?? auth.error}
        data={Object.entries(http.authTypes).map(([name, label]) => ({ value: name, label }))}
        onChange={(event) => auth.change({ type: event.currentTarget.value })}
      />
      {type === 'header' && <TextField path="auth/name" label={http.authName} placeholder="X-API-Key" />}
      {type === 'oauth2' && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextField path="auth/tokenUrl" label={http.tokenUrl} inputMode="url" placeholder="https://" />
          <TextField path="auth/scope" label={http.scope} />
        </SimpleGrid>
      )}
    </FormSection>
  )
}

function SafetySection() {
  return (
    <MoreSection title={http.safety} hint={http.safetyHint} places={['idempotencyHeader', 'lookup']}>
      <TextField
        path="idempotencyHeader"
        label={http.idempotencyHeader}
        description={http.idempotencyHint}
        placeholder="Idempotency-Key"
      />
      <TextField
        path="lookup/url"
        label={http.lookupUrl}
        description={http.lookupHint}
        inputMode="url"
        placeholder="https://api.utility.example/readings"
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextField path="lookup/list" label={http.lookupList} placeholder="/readings" />
        <TextField path="lookup/match/date" label={http.lookupDate} placeholder="/date" />
        <TextField path="lookup/match/reading" label={http.lookupReading} placeholder="/value" />
        <TextField path="lookup/receipt" label={http.lookupReceipt} placeholder="/id" />
        <MinutesField path="lookup/graceMinutes" />
      </SimpleGrid>
    </MoreSection>
  )
}

function PendingSection() {
  return (
    <MoreSection title={http.pending} hint={http.pendingHint} places={['pending']}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <ReadField
          path="pending/status"
          label={http.pendingStatuses}
          placeholder="202"
          read={readStatuses}
          write={writeList}
        />
        <TextField path="pending/state" label={http.state} placeholder="/status" />
      </SimpleGrid>
      <TextField path="pending/poll" label={http.poll} description={http.pollHint} placeholder="location" />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <ReadField
          path="pending/confirmed"
          label={http.confirmedWords}
          description={http.wordsHint}
          read={readWords}
          write={writeList}
        />
        <ReadField
          path="pending/rejected"
          label={http.rejectedWords}
          description={http.wordsHint}
          read={readWords}
          write={writeList}
        />
      </SimpleGrid>
    </MoreSection>
  )
}
