/** What the SDK wants to know of the place where it runs. Each `onChange` returns the way to end it. */
export interface Surroundings {
  /** False only when the platform is sure that there is no network. */
  isOnline(): boolean;
  onOnlineChange(listener: () => void): () => void;
  /** False for a hidden tab. */
  isVisible(): boolean;
  onVisibleChange(listener: () => void): () => void;
}
