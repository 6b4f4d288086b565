/** What an agreement lets nations share. A record of the alliance itself lies in `CENTRAL`, which no agreement limits. */
export const sharingDomains = ['INCIDENTS', 'INDICATORS', 'CAPABILITIES', 'EXERCISES', 'LESSONS'] as const;
export type SharingDomain = (typeof sharingDomains)[number];
export type Domain = SharingDomain | 'CENTRAL';
