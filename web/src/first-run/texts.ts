import { firstRun as de } from '../texts/de/first-run.ts'
import { firstRun as en } from '../texts/en/first-run.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
