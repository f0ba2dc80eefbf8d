import { importing as de } from '../texts/de/importing.ts'
import { importing as en } from '../texts/en/importing.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
