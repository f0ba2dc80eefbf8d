import { overview as de } from '../texts/de/overview.ts'
import { overview as en } from '../texts/en/overview.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
