import { checkOf } from '../../../input-check.ts'
import { type Static, Type } from '../../../json-schema.ts'
import { senderOf } from '../../../mail-sender.ts'
import type { InputError } from '../../../problem.ts'
import type { Secret } from '../../../secret.ts'
import type {
  CheckedDefinition,
  Connector,
  ConnectorContext,
  ConnectorSettings,
  ConnectorType,
  Job,
  RehearsalStep,
  SendResult,
} from '../connector.ts'
import { networkReason } from '../network-reason.ts'
import { checkPlaceholders, fill, PlacementError } from '../placeholders.ts'
import { createScrub, type Scrub } from '../scrub.ts'
import { openSmtp, type SmtpError, type SmtpMessage, type SmtpSession } from './email-smtp.ts'

const EmailSchema = Type.Object(
  {
    to: Type.String({
      maxLength: 254,
      pattern: '^[^\\s@<>(),;:"\\\\{}]+@[^\\s@<>(),;:"\\\\{}]+$',
      title: 'one e-mail address and nothing else',
    }),
    subject: Type.String({
      minLength: 1,
      maxLength: 500,
      pattern: '^[^\\u0000-\\u001f\\u007f]+$',
      title: 'text on one line',
    }),
    body: Type.String({ minLength: 1, maxLength: 20_000 }),
  },
  { additionalProperties: false },
)

type EmailDefinition = Static<typeof EmailSchema>
const email = checkOf(EmailSchema)

/** Hands readings over by e-mail (RFC 5321), with the reading attached as CSV; that it was read is never known. */
export const emailConnector: ConnectorType = {
  type: 'email',
  check: checkEmail,
  placeOf: (definition) => `mailto:${(definition as unknown as EmailDefinition).to.toLowerCase()}`,
  open: (definition, context) => openEmail(definition as unknown as EmailDefinition, context),
}

function checkEmail(
  fields: Record<string, unknown>,
  secrets: Readonly<Record<string, string>>,
  { smtpUrl }: ConnectorSettings,
): CheckedDefinition {
  const errors: InputError[] = email.errors(fields)
  if (errors.length === 0) errors.push(...checkPlaceholders(fields, '', Object.keys(secrets)))
  if (!smtpUrl)
    errors.push({
      path: '/type',
      message: 'needs a mail server: set SMTP_URL, like smtps://user:password@mail.example.com',
    })
  return { definition: fields, secrets: { ...secrets }, errors }
}

function openEmail(definition: EmailDefinition, context: ConnectorContext): Connector {
  const { smtpUrl } = context.settings
  const parts = smtpUrl && { definition, context, smtpUrl, scrub: scrubOf(smtpUrl, context.scrub) }
  const notSetUp = {
    kind: 'person',
    code: 'credentials',
    detail: 'There is no mail server any more: set SMTP_URL.',
  } as const
  return {
    canLookUp: false,
    // A recipient's server may drop a second message with the same Message-ID, or may not.
    canRepeat: false,
    send: async (job, commit) => (parts ? await send(parts, job, commit) : notSetUp),
    poll: async () => ({ kind: 'unknown', detail: 'Nobody can be asked about an e-mail.' }),
    lookUp: async () => ({ kind: 'again', detail: 'Nobody can be asked about an e-mail.', afterMilliseconds: null }),
    rehearse: async (job) =>
      parts ? await rehearse(parts, job) : [{ step: 'authorize', ok: false, detail: notSetUp.detail }],
  }
}

interface Parts {
  definition: EmailDefinition
  context: ConnectorContext
  smtpUrl: Secret
  scrub: Scrub
}

async function send(parts: Parts, job: Job, commit: () => Promise<void>): Promise<SendResult> {
  let message: Composed
  try {
    message = await compose(parts, job)
  } catch (error) {
    if (error instanceof PlacementError) return { kind: 'impossible', detail: parts.scrub(error.message) }
    throw error
  }
  return await handOver(parts, message, commit)
}

async function handOver(parts: Parts, message: Composed, commit: () => Promise<void>): Promise<SendResult> {
  const point = { isPassed: false, failure: undefined as unknown }
  const passPoint = async () => {
    try {
      // From here on it may be passed, also where nobody waits for it any more.
      point.isPassed = true
      await commit()
    } catch (error) {
      point.failure = error
      throw error
    }
  }
  let session: SmtpSession | undefined
  try {
    session = await openSmtp(parts.smtpUrl, parts.context.limits.milliseconds)
    const answer = await session.send(message, passPoint)
    return { kind: 'sent', receipt: message.id, detail: parts.scrub(`The mail server took it: ${answer}`) }
  } catch (error) {
    if (point.failure !== undefined) throw point.failure
    return failed(error as SmtpError, point.isPassed, parts.scrub)
  } finally {
    session?.close()
  }
}

interface Composed extends SmtpMessage {
  id: string
}

async function compose({ definition, smtpUrl, context }: Parts, { placement, ledger }: Job): Promise<Composed> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const { address, domain } = senderOf(smtpUrl)
  const id = `<${placement.submission}@${domain}>`
  const day = fill('{{date|YYYY-MM-DD}}', placement)
  const mail = new MailComposer({
    from: { name: 'Meterbridge', address },
    to: definition.to,
    // What a placeholder brings in must not begin a header of its own.
    subject: fill(definition.subject, placement).replaceAll(/\p{Cc}+/gu, ' '),
    text: fill(definition.body, placement),
    messageId: id,
    date: new Date(context.clock()),
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: [
      {
        filename: `reading-${day}.csv`,
        content: await ledger.csv(),
        contentType: 'text/csv; charset=utf-8',
        contentTransferEncoding: 'quoted-printable',
      },
    ],
  })
  return { id, from: address, to: definition.to, content: await mail.compile().build() }
}

const notAllowed = [550, 551, 553, 554]

// An answer says for sure what became of it. Without one, all is open from the point of no return on.
function failed(error: SmtpError, isCommitted: boolean, scrub: Scrub): SendResult {
  const { code, responseCode } = error
  const detail = scrub(`The mail server did not take it: ${networkReason(error)}`)
  const isTemporary = responseCode !== undefined && responseCode < 500
  if ((code === 'EAUTH' || responseCode === 530) && !isTemporary) return { kind: 'person', code: 'credentials', detail }
  if (responseCode === undefined && isCommitted)
    return { kind: 'unknown', detail: scrub(`The mail server gave no answer to the message: ${networkReason(error)}`) }
  if (responseCode === undefined || isTemporary) return { kind: 'again', detail, afterMilliseconds: null }
  return { kind: 'refused', code: notAllowed.includes(responseCode) ? 'not-allowed' : 'other', detail }
}

async function rehearse(parts: Parts, job: Job): Promise<RehearsalStep[]> {
  try {
    const { to } = await compose(parts, job)
    const filled = { step: 'fill', ok: true, detail: `The message would go to ${to}.` }
    return [filled, await rehearseSigningIn(parts)]
  } catch (error) {
    if (error instanceof PlacementError) return [{ step: 'fill', ok: false, detail: parts.scrub(error.message) }]
    throw error
  }
}

async function rehearseSigningIn({ smtpUrl, context, scrub }: Parts): Promise<RehearsalStep> {
  try {
    const session = await openSmtp(smtpUrl, context.limits.milliseconds)
    session.close()
    return { step: 'authorize', ok: true, detail: 'The mail server lets us in.' }
  } catch (error) {
    const detail = scrub(`The mail server does not let us in: ${networkReason(error)}`)
    return { step: 'authorize', ok: false, detail }
  }
}

function scrubOf(smtpUrl: Secret, scrub: Scrub): Scrub {
  const password = createScrub([decodeURIComponent(new URL(smtpUrl.reveal()).password)])
  return (text) => scrub(password(text))
}
