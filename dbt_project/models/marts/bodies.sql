-- Bodies that states have made together: organizations, whose mentions are no mentions of their members.
with forms as (
    select
        body,
        unnest(list_distinct(list_concat([body, name], string_split(coalesce(forms, ''), ';')))) as form
    from {{ ref('body_names') }}
),

mentioned as (
    select
        forms.body,
        count(*) as mentions,
        count(distinct organizations.article_id) as articles,
        count(distinct articles.source) as sources,
        min(articles.day) as first_seen,
        max(articles.day) as last_seen
    from {{ ref('stg_organizations') }} as organizations
    inner join forms on regexp_replace(organizations.organization, '^[Tt]he ', '') = forms.form
    inner join {{ ref('stg_articles') }} as articles on organizations.article_id = articles.article_id
    group by forms.body
),

members as (
    select
        body,
        list(country order by country) as members
    from {{ ref('body_members') }}
    group by body
)

select
    bodies.body,
    bodies.name as body_name,
    members.members,
    coalesce(mentioned.mentions, 0) as mentions,
    coalesce(mentioned.articles, 0) as articles,
    coalesce(mentioned.sources, 0) as sources,
    mentioned.first_seen,
    mentioned.last_seen
from {{ ref('body_names') }} as bodies
inner join members on bodies.body = members.body
left join mentioned on bodies.body = mentioned.body
