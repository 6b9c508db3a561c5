package com.latticex.rosetta.backend.cuda;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatedDriver.class)
class EmulatedMixedSessionTest extends MixedSession {}
