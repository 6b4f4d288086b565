// Loaded before the gateway when the demo starts it (`node --import`): should the demo be killed outright, the channel
// to it closes and the gateway ends as well, instead of holding its port for ever.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
