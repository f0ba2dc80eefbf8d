import { TextField } from './fields.tsx'
import { FormSection } from './form-section.tsx'
import { PlaceholderField } from './placeholder-field.tsx'
import { texts } from './texts.ts'

const { email } = texts

export function EmailForm() {
  return (
    <FormSection title={email.title} hint={email.hint}>
      <TextField path="to" label={email.to} inputMode="email" placeholder="readings@utility.example" />
      <PlaceholderField
        path="subject"
        label={email.subject}
        offers={['{{reading}}', '{{date|DD.MM.YYYY}}', '{{site}}']}
      />
      <PlaceholderField
        path="body"
        label={email.body}
        rows={5}
        offers={['{{reading}}', '{{reading|decimal:,:1}}', '{{date|DD.MM.YYYY}}', '{{time|HH:mm}}', '{{site}}']}
      />
    </FormSection>
  )
}
