/** What one run of one tool found, and the most memory it held. */
export interface Finding {
  readonly distinct: number;
  /** Steps the tool took, those that led nowhere included. */
  readonly steps: number;
  /** Null where the system does not tell. */
  readonly peakRssBytes: number | null;
}
