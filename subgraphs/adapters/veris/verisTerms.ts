import type { AllianceSeverity, DetectionSource, IncidentDetermination } from '../../incidents/records.ts';

/** VERIS terms and what they are called here. A term that is not listed (`Unknown` above all) says nothing here. */

export const determinations: ReadonlyMap<string, IncidentDetermination> = new Map([
  ['Confirmed', 'CONFIRMED'],
  ['Suspected', 'SUSPECTED'],
  ['False positive', 'FALSE_POSITIVE'],
  ['Near miss', 'FAILED_ATTEMPT'],
]);

/** `impact.overall_rating`. `Unknown` and absent both are no severity. */
export const severities: ReadonlyMap<string, AllianceSeverity> = new Map([
  ['Insignificant', 'S0_NEGLIGIBLE'],
  ['Distracting', 'S1_LOW'],
  ['Painful', 'S2_MEDIUM'],
  ['Damaging', 'S3_HIGH'],
  ['Catastrophic', 'S5_EMERGENCY'],
]);

/** `discovery_method`, as `kind.variety`. */
export const detections: ReadonlyMap<string, DetectionSource> = new Map([
  ['internal.Antivirus', 'OTHER'],
  ['internal.Audit', 'OTHER'],
  ['internal.Break in discovered', 'HUMAN_REPORT'],
  ['internal.Financial audit', 'OTHER'],
  ['internal.Fraud detection', 'OTHER'],
  ['internal.Hids', 'IDS'],
  ['internal.Incident response', 'OTHER'],
  ['internal.Infrastructure monitoring', 'OTHER'],
  ['internal.It review', 'HUMAN_REPORT'],
  ['internal.Log review', 'OTHER'],
  ['internal.Nids', 'IDS'],
  ['internal.Other', 'OTHER'],
  ['internal.Reported by employee', 'HUMAN_REPORT'],
  ['internal.Reported by user', 'HUMAN_REPORT'],
  ['internal.Security alarm', 'OTHER'],
  ['external.Actor disclosure', 'OTHER'],
  ['external.Audit', 'OTHER'],
  ['external.Customer', 'HUMAN_REPORT'],
  ['external.Found documents', 'HUMAN_REPORT'],
  ['external.Fraud detection', 'PARTNER_NOTIFICATION'],
  ['external.Incident response', 'PARTNER_NOTIFICATION'],
  ['external.Law enforcement', 'PARTNER_NOTIFICATION'],
  ['external.Monitoring service', 'PARTNER_NOTIFICATION'],
  ['external.Other', 'OTHER'],
  ['external.Security researcher', 'HUMAN_REPORT'],
  ['external.Suspicious traffic', 'PARTNER_NOTIFICATION'],
  ['external.Unrelated 3rd party', 'HUMAN_REPORT'],
  ['partner.Antivirus', 'PARTNER_NOTIFICATION'],
  ['partner.Audit', 'PARTNER_NOTIFICATION'],
  ['partner.Incident response', 'PARTNER_NOTIFICATION'],
  ['partner.Monitoring service', 'PARTNER_NOTIFICATION'],
  ['partner.Other', 'PARTNER_NOTIFICATION'],
  ['partner.Unknown', 'PARTNER_NOTIFICATION'],
  ['other', 'OTHER'],
]);

/** Kinds of VERIS action, in the order of the VERIS schema. */
export const actionKinds = ['malware', 'hacking', 'social', 'misuse', 'physical', 'error', 'environmental'] as const;

/** Varieties of an action, as `kind.variety`, to STIX event types (event-type-ov). */
export const eventTypes: ReadonlyMap<string, string> = new Map([
  ['hacking.Brute force', 'brute-force-attempt'],
  ['hacking.DoS', 'denial-of-service'],
  ['hacking.Exploit vuln', 'exploit'],
  ['hacking.OS commanding', 'exploit'],
  ['hacking.RFI', 'file-inclusion'],
  ['hacking.SQLi', 'sql-injection'],
  ['hacking.Use of stolen creds', 'unauthorized-access-system'],
  ['hacking.XSS', 'xss'],
  ['malware.DoS', 'denial-of-service'],
  ['malware.Destroy data', 'destruction'],
  ['malware.Export data', 'data-exfiltration'],
  ['malware.Ransomware', 'ransomware'],
  ['malware.Scan network', 'network-scanning'],
  ['malware.Spam', 'spam'],
  ['malware.Worm', 'worm-spreading'],
  ['error.Loss', 'equipment-loss'],
  ['error.Misconfiguration', 'misconfiguration'],
  ['misuse.Unapproved hardware', 'unauthorized-equipment'],
  ['physical.Destruction', 'destruction'],
  ['physical.Theft', 'equipment-theft'],
  ['physical.Wiretapping', 'wiretapping'],
  ['social.Phishing', 'dissemination-phishing-emails'],
]);
