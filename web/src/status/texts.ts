import { status as de } from '../texts/de/status.ts'
import { status as en } from '../texts/en/status.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
