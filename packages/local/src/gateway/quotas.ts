import { websocket } from "@parley/topology";

/** API Gateway's quotas as the topology has them, and what AWS enforces without saying how much it is. */
export type GatewayQuotas = { readonly [Name in keyof typeof websocket.quotas]: number } & {
  /**
   * Bytes that may wait for one slow client before a POST to it is answered with 429. AWS documents the
   * refusal (LimitExceededException: "… or the WebSocket client side buffer is full") and not the size.
   */
  readonly sendBufferBytesMax: number;
};

export const gatewayQuotas: GatewayQuotas = { ...websocket.quotas, sendBufferBytesMax: 1024 * 1024 };
