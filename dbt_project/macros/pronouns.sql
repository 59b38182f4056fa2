{# Words that name nobody without the text around them, in lower case. #}
{% macro pronouns() -%}
    (
        'i', 'we', 'you', 'he', 'she', 'it', 'they', 'me', 'us', 'him', 'her', 'them', 'who', 'those', 'everyone', 'everybody',
        'anyone', 'someone', 'somebody'
    )
{%- endmacro %}
