{# What the transliterations of a word have in common, as pipelines/nlp/people/canonical.py has it: Dovhalenko and Dovgalenko, José and Jose. #}
{% macro spelled(word) %}
    {%- set folded = "strip_accents(lower(trim(" ~ word ~ ", '.,')))" -%}
    {%- set ns = namespace(common="translate(replace(" ~ folded ~ ", 'kh', 'h'), 'gwyj', 'hvii')") -%}
    {%- for variant, form in [('ks', 'x'), ('ph', 'f'), ('ei', 'i'), ('ie', 'i')] -%}
        {%- set ns.common = "replace(" ~ ns.common ~ ", '" ~ variant ~ "', '" ~ form ~ "')" -%}
    {%- endfor -%}
    case
        when length({{ folded }}) < 4 then {{ folded }}
        -- A double letter is one; others are rarely doubled in names.
        else regexp_replace({{ ns.common }}, '(f)f|(i)i|(l)l|(m)m|(n)n|(p)p|(r)r|(s)s|(t)t', '\1\2\3\4\5\6\7\8\9', 'g')
    end
{%- endmacro %}
