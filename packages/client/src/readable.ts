/**
 * A value that changes, in the form that React's `useSyncExternalStore` takes: the snapshot is
 * immutable and keeps its reference until it really changes; listeners are told after it did.
 */
export interface Readable<T> {
  getSnapshot(): T;
  /** Returns the function that ends the subscription. */
  subscribe(listener: () => void): () => void;
}
