import type { ComponentType } from 'react'
import { BrowserForm } from './browser/browser-form.tsx'
import type { ConnectorType } from './connector.ts'
import { useDraft } from './draft.ts'
import { EmailForm } from './email-form.tsx'
import { HttpForm } from './http-form.tsx'
import { PvoutputForm } from './pvoutput-form.tsx'

const forms: Readonly<Record<ConnectorType, ComponentType>> = {
  http: HttpForm,
  browser: BrowserForm,
  pvoutput: PvoutputForm,
  email: EmailForm,
}

/** The fields of the connector's own type. */
export function TypeForm() {
  const { definition } = useDraft()
  const Form = forms[definition.type]
  return <Form />
}
