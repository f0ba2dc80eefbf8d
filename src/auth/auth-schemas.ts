import { type Static, Type } from '../json-schema.ts'
import { siteName } from '../text-forms.ts'
import { roles } from './roles.ts'

const longestText = 4096

export const PasswordSignIn = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: longestText }),
    password: Type.String({ minLength: 1, maxLength: longestText }),
  },
  { additionalProperties: false },
)

export const PasswordChange = Type.Object(
  {
    currentPassword: Type.String({ minLength: 1, maxLength: longestText }),
    newPassword: Type.String({ maxLength: longestText }),
  },
  { additionalProperties: false },
)

export const SetupRequest = Type.Object(
  {
    token: Type.String({
      minLength: 1,
      maxLength: longestText,
      description: 'From the link that the first start prints',
    }),
    username: Type.String({ minLength: 1, maxLength: longestText }),
    password: Type.String({ minLength: 1, maxLength: longestText }),
  },
  { additionalProperties: false },
)

/** RFC 6749 asks to ignore parameters that are not known, so the form is checked by hand; this describes it. */
export const TokenForm = Type.Object({
  grant_type: Type.Optional(Type.String({ description: 'client_credentials or refresh_token' })),
  client_id: Type.Optional(Type.String()),
  client_secret: Type.Optional(Type.String()),
  refresh_token: Type.Optional(Type.String()),
})

export const RevokeForm = Type.Object({
  token: Type.Optional(Type.String()),
  token_type_hint: Type.Optional(Type.String()),
})

export const RevokeRequest = Type.Union([
  Type.Object({ token: Type.String({ minLength: 1, maxLength: longestText }) }, { additionalProperties: false }),
  Type.Object({ everywhere: Type.Literal(true) }, { additionalProperties: false }),
])

export const GrantAnswer = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ description: 'Seconds' }),
  refresh_token: Type.Optional(Type.String()),
  scope: Type.String({ description: 'Separated by spaces' }),
})

const RoleName = Type.Enum([...roles])
const BoundSites = Type.Unsafe<string[] | null>({
  type: ['array', 'null'],
  items: { type: 'string', ...siteName },
  minItems: 1,
  maxItems: 10_000,
  uniqueItems: true,
  description: 'The only sites that the account knows; null, which is the default, for all. Never for an admin.',
})

export const SessionAnswer = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ description: 'Seconds' }),
  scope: Type.String({ description: 'Separated by spaces' }),
  username: Type.String(),
  role: RoleName,
})

export const NewAccountRequest = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: longestText }),
    role: RoleName,
    password: Type.Optional(Type.String({ maxLength: longestText })),
    disabled: Type.Optional(Type.Boolean()),
    sites: Type.Optional(BoundSites),
  },
  { additionalProperties: false },
)

export const AccountUpdateRequest = Type.Object(
  {
    role: Type.Optional(RoleName),
    password: Type.Optional(Type.String({ maxLength: longestText })),
    disabled: Type.Optional(Type.Boolean()),
    sites: Type.Optional(BoundSites),
  },
  { additionalProperties: false, minProperties: 1 },
)

export const AccountAnswer = Type.Object({
  username: Type.String(),
  role: RoleName,
  disabled: Type.Boolean(),
  sites: BoundSites,
  hasPassword: Type.Boolean(),
  credentials: Type.Array(
    Type.Object({
      kind: Type.Enum(['password', 'key']),
      id: Type.Union([Type.String(), Type.Null()], { description: 'Of a device’s key' }),
      setAt: Type.String({ format: 'date-time' }),
      isOld: Type.Boolean({ description: 'Set more than 90 days ago' }),
    }),
    { description: 'What opens the account' },
  ),
  createdAt: Type.String({ format: 'date-time' }),
})

/** An account as the API shows it. */
export type AccountJson = Static<typeof AccountAnswer>

export const AccountName = Type.Object({ username: Type.String({ minLength: 1 }) })

export const KeyName = Type.Object({ username: Type.String({ minLength: 1 }), id: Type.String({ minLength: 1 }) })

export const NewKeyAnswer = Type.Object({
  id: Type.String(),
  key: Type.String({ description: 'The client_secret of the device; it is shown this once' }),
  createdAt: Type.String({ format: 'date-time' }),
})

export type NewKeyJson = Static<typeof NewKeyAnswer>
