import { backups as de } from '../texts/de/backups.ts'
import { backups as en } from '../texts/en/backups.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
