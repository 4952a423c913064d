/// <reference path="./.sst/platform/config.d.ts" />

/** SST forbids imports at the top of this file: what there is to read is read inside. */
export default $config({
  async app({ stage }) {
    const { describeApp } = await import("./infra/app.ts");
    return describeApp(stage);
  },
  async run() {
    const { deploy } = await import("./infra/deploy.ts");
    return deploy();
  },
});
