package io.trunkline.local.event;

/** Why a connection ended, as its DISCONNECT event says it: a WebSocket close code and a reason, perhaps empty. */
public record DisconnectCause(int statusCode, String reason) {}
