/** Zones and locales in which tests read and write; the last locale is one that nobody knows. */
export const zones = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Antarctica/Troll',
  '-07:00',
  'Etc/GMT+3',
]
export const locales = (
  'de_DE de_AT de_CH en_US en_GB en_CA en_IN en_ZA fr_FR fr_CA fr_CH it_IT es_ES es_MX pt_BR pt_PT nl_NL da_DK sv_SE nb_NO ' +
  'no_NO fi_FI pl_PL cs_CZ sk_SK hu_HU hr_HR sl_SI sr_RS bg_BG ro_RO ru_RU uk_UA tr_TR el_GR lv_LV lt_LT et_EE iw_IL ar_EG ' +
  'ar_SA fa_IR hi_IN bn_BD ta_IN my_MM th_TH vi_VN id_ID ja_JP ko_KR zh_CN zh_TW ka_GE hy_AM az_AZ mn_MN in_ID xx_XX'
).split(' ')
