{# Fewer than five words are anybody's: they are the same only from the same speaker. #}
{% macro whose(quotes) -%}
    case when len(string_split({{ quotes }}.words, ' ')) < 5 then coalesce({{ quotes }}.person, {{ quotes }}.speaker, '') else '' end
{%- endmacro %}
