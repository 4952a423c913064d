import { storageContract } from "./chat-storage.contract.ts";
import { memoryStorage } from "./memory-storage.ts";

storageContract({
  fresh: async () => {
    const storage = memoryStorage();
    return { open: () => storage };
  },
});
