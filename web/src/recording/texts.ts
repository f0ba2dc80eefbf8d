import { recording as de } from '../texts/de/recording.ts'
import { recording as en } from '../texts/en/recording.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
