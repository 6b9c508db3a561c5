package com.latticex.rosetta.backend.cuda;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("gpu")
@ExtendWith(RealDevice.class)
class GpuMixedSessionTest extends MixedSession {}
