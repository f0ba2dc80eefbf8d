import { signIn as de } from '../texts/de/sign-in.ts'
import { signIn as en } from '../texts/en/sign-in.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
