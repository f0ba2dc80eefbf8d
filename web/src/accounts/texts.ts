import { accounts as de } from '../texts/de/accounts.ts'
import { accounts as en } from '../texts/en/accounts.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
