"""A page that draws HTML and charts from constants and knows nothing else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import streamlit as st

from pages.parts.sheet import component


@st.cache_resource
def constants() -> list[tuple[str, object]]:
    """What is drawn, in order."""
    return json.loads(Path(os.environ["SMS_BENCH_CONSTANTS"]).read_text())


st.set_page_config(layout="wide")
for place, (kind, content) in enumerate(constants()):
    if kind == "html":
        component()(data={"html": content}, key=f"html-{place}")
    else:
        st.plotly_chart(content, key=f"chart-{place}", theme=None, width="stretch")
