{# Brings up to date how often others have carried an old quotation, and in which words: for the post_hook of quotes_by_person. #}
{% macro recount_outlets() -%}
    {%- if is_incremental() -%}
        update {{ this }} as quotes set
            cluster_id = now.cluster_id,
            outlets = now.outlets,
            cluster_outlets = now.cluster_outlets,
            wordings = now.wordings
        from (
            select
                quotes.quote_id,
                wordings.cluster_id,
                wordings.outlets,
                clusters.outlets as cluster_outlets,
                clusters.wordings
            from {{ ref('stg_quotes') }} as quotes
            inner join {{ ref('quote_wordings') }} as wordings
                on quotes.words = wordings.words and {{ whose('quotes') }} = wordings.whose
            inner join {{ ref('quote_clusters') }} as clusters on wordings.cluster_id = clusters.cluster_id
            where wordings.cluster_id in {{ changed_keys('cluster') }}
        ) as now
        where
            quotes.quote_id = now.quote_id
            and (quotes.cluster_id, quotes.outlets, quotes.cluster_outlets, quotes.wordings)
            is distinct from (now.cluster_id, now.outlets, now.cluster_outlets, now.wordings)
    {%- endif -%}
{%- endmacro %}
