/** The community that sees what is not released to the teams yet. */
export const exerciseControl = 'coi:EXCON';
